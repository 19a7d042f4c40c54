package io.github.rdpdiagnosis.probes.internal.io;

import io.github.rdpdiagnosis.model.check.Deadline;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;

/**
 * Question and answer over a connected socket: total time and bytes are bounded, however slowly the
 * peer drips.
 */
public final class Dialogue {
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

  private Dialogue() {}

  /** Tells how many bytes are wanted. */
  @FunctionalInterface
  public interface Framing {
    /**
     * How many bytes are wanted in all.
     *
     * @param bytes a buffer
     * @param count how many bytes of it are filled
     * @return not more than {@code count} when there is enough
     */
    int wanted(byte[] bytes, int count);
  }

  /**
   * Sends and reads.
   *
   * @param socket connected
   * @param request what to send; small enough for the send buffer, so that sending does not block
   * @param framing when to stop
   * @param most bytes to read at most
   * @param until when to stop at the latest
   * @return what came, and how it ended; I/O errors are ends, not exceptions
   */
  public static Answer ask(
      Socket socket, byte[] request, Framing framing, int most, Deadline until) {
    return exchange(socket, out -> out.write(request), framing, most, until);
  }

  /**
   * As {@link #ask}, with the request sent one byte a segment: as many segments as the system lets
   * out before the first of them is acknowledged.
   *
   * @param socket connected
   * @param request what to send
   * @param framing when to stop
   * @param most bytes to read at most
   * @param until when to stop at the latest
   * @return what came, and how it ended
   */
  public static Answer askBytewise(
      Socket socket, byte[] request, Framing framing, int most, Deadline until) {
    return exchange(
        socket,
        out -> {
          socket.setTcpNoDelay(true);
          for (byte each : request) {
            out.write(each);
          }
        },
        framing,
        most,
        until);
  }

  private interface Sending {
    void to(OutputStream out) throws IOException;
  }

  private static Answer exchange(
      Socket socket, Sending request, Framing framing, int most, Deadline until) {
    byte[] bytes = new byte[most];
    int count = 0;
    try {
      request.to(socket.getOutputStream());
      InputStream in = socket.getInputStream();
      int wanted = Math.min(most, framing.wanted(bytes, 0));
      while (count < wanted) {
        if (until.isOver()) {
          return new Answer(bytes, count, Answer.End.SILENT);
        }
        socket.setSoTimeout(until.millisAtMost(LONGEST_WAIT));
        int read = in.read(bytes, count, wanted - count);
        if (read < 0) {
          return new Answer(bytes, count, Answer.End.CLOSED);
        }
        count += read;
        wanted = Math.min(most, framing.wanted(bytes, count));
      }
      return new Answer(bytes, count, Answer.End.COMPLETE);
    } catch (SocketTimeoutException e) {
      return new Answer(bytes, count, Answer.End.SILENT);
    } catch (IOException e) {
      // JSSE wraps the time-out of a read into an exception of its own.
      boolean timedOut = e.getCause() instanceof SocketTimeoutException;
      return new Answer(bytes, count, timedOut ? Answer.End.SILENT : Answer.End.RESET);
    }
  }

  /**
   * Adds bytes that have already arrived, without waiting.
   *
   * @param socket the socket that gave the answer
   * @param answer what was read so far
   * @param most bytes in all at most
   * @return the longer answer
   */
  public static Answer topUp(Socket socket, Answer answer, int most) {
    byte[] bytes = Arrays.copyOf(answer.bytes(), most);
    int count = Math.min(most, answer.bytes().length);
    try {
      InputStream in = socket.getInputStream();
      int ready = Math.min(in.available(), most - count);
      return ready <= 0
          ? answer
          : new Answer(bytes, count + in.read(bytes, count, ready), answer.end());
    } catch (IOException e) {
      return answer; // what came before the error is all there is
    }
  }

  /**
   * Whether an exception says that the peer reset the connection.
   *
   * @param exception from a socket
   * @return true for the messages of Linux, macOS and Windows
   */
  public static boolean isReset(Throwable exception) {
    if (!(exception instanceof SocketException) || exception.getMessage() == null) {
      return false;
    }
    String message = SystemMessages.english(exception.getMessage()).toLowerCase(Locale.ROOT);
    return message.contains("connection reset")
        || message.contains("broken pipe")
        || message.contains("forcibly closed")
        || message.contains("connection was aborted")
        || message.contains("software caused connection abort");
  }
}
