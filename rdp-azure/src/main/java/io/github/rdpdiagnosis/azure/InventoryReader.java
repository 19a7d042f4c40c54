package io.github.rdpdiagnosis.azure;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.rdpdiagnosis.azure.internal.json.StrictJson;
import io.github.rdpdiagnosis.model.check.Deadline;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Reads many VMs and the network parts that decide who reaches them, through Azure Resource Graph:
 * 1,000 rows a question, so about 300 questions for 100,000 VMs with a NIC and a public address
 * each. Needs the right to read them; what this identity may not read is left out, and Resource
 * Graph may lag some minutes. Changes nothing.
 *
 * <p>Stays within what Resource Graph lets a user ask, 15 questions in 5 seconds, and waits as long
 * as it asks for when it is busy. Each page is written to a file as it comes, one resource a line,
 * and beside it how far the reading is: when it was interrupted, the next one goes on from there.
 *
 * <p>Blocks; not thread-safe. Source: learn.microsoft.com, "Guidance for throttled requests in
 * Azure Resource Graph".
 */
public final class InventoryReader {
  private static final int MAX_FAILURES = 5;
  private static final Duration FIRST_WAIT = Duration.ofSeconds(1);

  /** The longest part first: what is left is known early. */
  static final List<String> QUESTIONS =
      List.of(
          "resources | where type =~ 'microsoft.compute/virtualmachines' | project id, type,"
              + " power=tostring(properties.extended.instanceView.powerState.code),"
              + " os=tostring(properties.storageProfile.osDisk.osType) | order by id asc",
          "resources | where type =~ 'microsoft.network/networkinterfaces' and"
              + " isnotempty(properties.virtualMachine.id) | project id, name, type, properties"
              + " | order by id asc",
          "resources | where type =~ 'microsoft.network/publicipaddresses' and"
              + " isnotempty(properties.ipConfiguration.id) | project id, name, type, sku,"
              + " properties | order by id asc",
          "resources | where type in~ ('microsoft.network/networksecuritygroups',"
              + " 'microsoft.network/virtualnetworks', 'microsoft.network/routetables',"
              + " 'microsoft.network/loadbalancers') | project id, name, type, sku, properties"
              + " | order by id asc");

  private final ArmRequests requests;
  private final RequestBudget budget;
  private final Pause pause;

  /** How to wait. */
  interface Pause {
    void sleep(Duration time) throws InterruptedException;
  }

  /** Hears how far the reading is. */
  public interface Listener {
    /**
     * A page was written.
     *
     * @param rows resources so far
     * @param total resources of the present question, if Resource Graph said how many
     * @param calls questions so far, also those that were refused
     */
    void page(long rows, long total, int calls);
  }

  InventoryReader(ArmRequests requests) {
    this(requests, System::nanoTime, time -> TimeUnit.NANOSECONDS.sleep(time.toNanos()));
  }

  InventoryReader(ArmRequests requests, LongSupplier nanoTime, Pause pause) {
    this.requests = requests;
    this.budget = RequestBudget.ofResourceGraph(nanoTime);
    this.pause = pause;
  }

  /** How far a reading is. */
  private record Checkpoint(
      List<String> subscriptions, int question, Optional<String> token, long bytes, long rows) {
    static Path file(Path inventory) {
      return inventory.resolveSibling(inventory.getFileName() + ".checkpoint");
    }

    static Checkpoint of(Path inventory, List<String> subscriptions) throws IOException {
      Checkpoint fresh = new Checkpoint(subscriptions, 0, Optional.empty(), 0, 0);
      if (!Files.exists(file(inventory)) || !Files.exists(inventory)) {
        return fresh;
      }
      JsonNode json =
          StrictJson.readTree(
              Files.readAllBytes(file(inventory)), 1 << 20, file(inventory).toString());
      Checkpoint saved =
          new Checkpoint(
              ArmJson.texts(json.path("subscriptions")),
              json.path("question").asInt(),
              ArmJson.text(json.path("skipToken")),
              json.path("bytes").asLong(),
              json.path("rows").asLong());
      return saved.subscriptions.equals(subscriptions) && saved.bytes <= Files.size(inventory)
          ? saved
          : fresh;
    }

    void save(Path inventory) throws IOException {
      Map<String, Object> json = new TreeMap<>();
      json.put("schemaVersion", 1);
      json.put("subscriptions", subscriptions);
      json.put("question", question);
      token.ifPresent(text -> json.put("skipToken", text));
      json.put("bytes", bytes);
      json.put("rows", rows);
      json.put("complete", isComplete());
      Path fresh = inventory.resolveSibling(inventory.getFileName() + ".checkpoint.new");
      Files.write(fresh, StrictJson.write(json));
      Files.move(
          fresh,
          file(inventory),
          StandardCopyOption.REPLACE_EXISTING,
          StandardCopyOption.ATOMIC_MOVE);
    }

    boolean isComplete() {
      return question == QUESTIONS.size();
    }
  }

  /**
   * Whether a file holds all that was asked for.
   *
   * @param inventory the file
   * @return false where the reading was interrupted
   * @throws IOException if it cannot be read
   */
  public static boolean isComplete(Path inventory) throws IOException {
    Path file = Checkpoint.file(inventory);
    return Files.exists(file)
        && StrictJson.readTree(Files.readAllBytes(file), 1 << 20, file.toString())
            .path("complete")
            .asBoolean();
  }

  /**
   * Reads everything into a file, or what is still missing of it.
   *
   * @param inventory the file, written as it comes
   * @param subscriptions GUIDs; all that this identity sees where there are none
   * @param deadline when to give up; the file can be completed later
   * @param listener hears of each page
   * @throws IOException if the file cannot be written
   * @throws InterruptedException if the thread was interrupted; the file can be completed later
   * @throws IllegalStateException if Resource Graph refused, or the deadline is over
   */
  public void read(Path inventory, List<String> subscriptions, Deadline deadline, Listener listener)
      throws IOException, InterruptedException {
    Checkpoint at = Checkpoint.of(inventory, List.copyOf(subscriptions));
    int[] calls = new int[1];
    try (FileChannel file =
        FileChannel.open(inventory, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      file.truncate(at.bytes).position(at.bytes);
      while (!at.isComplete()) {
        JsonNode page =
            ask(
                ResourceGraph.query(subscriptions, QUESTIONS.get(at.question), at.token),
                deadline,
                calls);
        OutputStream out = Channels.newOutputStream(file);
        for (JsonNode row : page.path("data")) {
          out.write(StrictJson.line(row));
        }
        Optional<String> next = ArmJson.text(page.path("$skipToken"));
        if (next.isPresent() && next.equals(at.token)) {
          throw new IllegalStateException("Resource Graph's answer does not end");
        }
        if (next.isEmpty() && page.path("resultTruncated").asText().equals("true")) {
          throw new IllegalStateException("Resource Graph cut its answer and gave no way to go on");
        }
        file.force(false);
        at =
            new Checkpoint(
                at.subscriptions,
                next.isPresent() ? at.question : at.question + 1,
                next,
                file.position(),
                at.rows + page.path("data").size());
        at.save(inventory);
        listener.page(at.rows, page.path("totalRecords").asLong(), calls[0]);
      }
    }
  }

  private JsonNode ask(Map<String, Object> question, Deadline deadline, int[] calls)
      throws InterruptedException {
    for (int failures = 0; ; ) {
      pause(budget.take(deadline.remaining()), deadline);
      try {
        calls[0]++;
        return requests.ask(ResourceGraph.PATH, question, deadline);
      } catch (ArmRefusal refused) {
        Optional<Duration> wait = refused.busyFor();
        if (wait.isEmpty() || ++failures > MAX_FAILURES) {
          throw new IllegalStateException("Resource Graph: " + refused.getMessage(), refused);
        }
        pause(wait.get().isZero() ? FIRST_WAIT.multipliedBy(1L << failures) : wait.get(), deadline);
      }
    }
  }

  private void pause(Duration wait, Deadline deadline) throws InterruptedException {
    if (wait.compareTo(deadline.remaining()) >= 0 && !wait.isZero()) {
      throw new IllegalStateException("deadline: Resource Graph wants " + wait + " of patience");
    }
    if (!wait.isZero()) {
      pause.sleep(wait);
    }
  }
}
