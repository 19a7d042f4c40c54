import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.Security;
import java.util.HexFormat;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * Servers that answer X.224 with "TLS" and then speak only what JSSE is told to, with all of its
 * restrictions lifted: java WeakServer.java ADDRESS PORT/PROTOCOLS/SUITES/KEYSTORE.p12 ... (lists by
 * commas; the key store's password is x). One thread a connection, for the lab only.
 */
public class WeakServer {
  private static final byte[] CONFIRM_TLS =
      HexFormat.of().parseHex("030000130ed000001234000201080001000000");

  public static void main(String[] args) throws Exception {
    Security.setProperty("jdk.tls.disabledAlgorithms", "");
    Security.setProperty("jdk.certpath.disabledAlgorithms", "");
    Security.setProperty("jdk.tls.legacyAlgorithms", "");
    for (int i = 1; i < args.length; i++) {
      String[] setting = args[i].split("/", 4);
      SSLContext context = context(Path.of(setting[3]));
      ServerSocket listener =
          new ServerSocket(Integer.parseInt(setting[0]), 50, InetAddress.getByName(args[0]));
      new Thread(() -> accept(listener, context, setting)).start();
    }
  }

  private static SSLContext context(Path keyStore) throws Exception {
    char[] password = {'x'};
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keyStore)) {
      keys.load(in, password);
    }
    KeyManagerFactory factory = KeyManagerFactory.getInstance("SunX509");
    factory.init(keys, password);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(factory.getKeyManagers(), null, null);
    return context;
  }

  private static void accept(ServerSocket listener, SSLContext context, String[] setting) {
    while (true) {
      try {
        Socket client = listener.accept();
        new Thread(() -> serve(client, context, setting)).start();
      } catch (IOException e) {
        System.out.println(e);
      }
    }
  }

  private static void serve(Socket client, SSLContext context, String[] setting) {
    try (client) {
      client.getInputStream().read(new byte[4096]);
      client.getOutputStream().write(CONFIRM_TLS);
      SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(client, null, 0, true);
      tls.setUseClientMode(false);
      tls.setEnabledProtocols(setting[1].split(","));
      tls.setEnabledCipherSuites(setting[2].split(","));
      tls.startHandshake();
      tls.getInputStream().read();
    } catch (IOException | RuntimeException e) {
      System.out.println(setting[0] + " " + e);
    }
  }
}
