package io.github.rdpdiagnosis.model.rdpfile;

import io.github.rdpdiagnosis.model.rdpfile.RdpSignature.Broken;
import io.github.rdpdiagnosis.model.rdpfile.RdpSignature.Change;
import io.github.rdpdiagnosis.model.rdpfile.RdpSignature.Signer;
import io.github.rdpdiagnosis.model.rdpfile.RdpSignature.Unsigned;
import io.github.rdpdiagnosis.model.rdpfile.RdpSignature.Unsupported;
import io.github.rdpdiagnosis.model.rdpfile.RdpSignature.Untrusted;
import io.github.rdpdiagnosis.model.rdpfile.RdpSignature.Valid;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Judges the signature of one file, from the text to the certificate. */
final class SignatureCheck {
  /** A few certificates are far smaller; beyond this it is no signature but an attack. */
  private static final int MAX_SIGNATURE = 64 * 1024;

  private static final int HEADER = 12;

  /** Of a longer list this many are named, the others counted. */
  private static final int SHOWN = 20;

  /** The first two words before the CMS data; what they mean is not documented. */
  private static final int WORD_1 = 0x0001_0001;

  private static final int WORD_2 = 1;

  /** The signature as a text cannot be one, for a reason. */
  private static final class Damaged extends Exception {
    private static final long serialVersionUID = 1L;

    Damaged(String message) {
      super(message);
    }
  }

  private SignatureCheck() {}

  static RdpSignature of(RdpFile file, TrustAnchors anchors) {
    List<RdpLine> scopes = lines(file, "signscope");
    List<RdpLine> signatures = lines(file, "signature");
    if (scopes.isEmpty() && signatures.isEmpty()) {
      return new Unsigned();
    }
    if (scopes.size() != 1 || signatures.size() != 1) {
      return halfOrTwice(scopes, signatures);
    }
    SignedText text = new SignedText(file, Signscope.of(file), scopes.get(0));
    if (!text.unknownLabels().isEmpty()) {
      return new Unsupported(
          "signscope (line "
              + scopes.get(0).number()
              + ") names what is no documented property and no line of this file, so the signed"
              + " text is not known: "
              + list(text.unknownLabels())
              + ".");
    }
    try {
      return judge(text, container(signatures.get(0)), anchors);
    } catch (Damaged e) {
      return broken(Optional.empty(), text.missing(), String.valueOf(e.getMessage()));
    } catch (NoClassDefFoundError e) {
      return new Unsupported(
          "Signatures are verified with org.bouncycastle:bcpkix-jdk18on, which is not there. Add it"
              + " to the class path, or on the module path start with"
              + " --add-modules org.bouncycastle.pkix.");
    }
  }

  private static List<RdpLine> lines(RdpFile file, String key) {
    List<RdpLine> found = new ArrayList<>();
    for (RdpLine line : file.lines()) {
      if (line.setting().filter(s -> RdpSetting.key(s.name()).equals(key)).isPresent()) {
        found.add(line);
      }
    }
    return found;
  }

  private static Broken halfOrTwice(List<RdpLine> scopes, List<RdpLine> signatures) {
    List<Change> changes = new ArrayList<>();
    if (scopes.isEmpty()) {
      changes.add(gone("signscope"));
    }
    if (signatures.isEmpty()) {
      changes.add(gone("signature"));
    }
    for (List<RdpLine> lines : List.of(scopes, signatures)) {
      for (RdpLine line : lines.subList(Math.min(1, lines.size()), lines.size())) {
        String name = RdpSetting.key(line.setting().orElseThrow().name());
        changes.add(
            new Change(
                OptionalInt.of(line.number()),
                name,
                "line " + line.number() + " is a second " + name + "; a signer writes one."));
      }
    }
    return broken(
        Optional.empty(), changes, "A signature is one line signscope and one line signature.");
  }

  private static Change gone(String name) {
    return new Change(OptionalInt.empty(), name, "there is no line " + name + ".");
  }

  /** The CMS data in a line: base64 of 12 bytes and these data. Clients wrap it with blanks. */
  private static byte[] container(RdpLine line) throws Damaged {
    String place = "signature (line " + line.number() + "): ";
    String base64 = line.setting().orElseThrow().value().reveal().replaceAll("[ \\t]+", "");
    if (base64.length() > MAX_SIGNATURE * 4L / 3) {
      throw new Damaged(place + "expected at most " + MAX_SIGNATURE + " bytes, found more.");
    }
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new Damaged(place + "expected base64, found something else.");
    }
    ByteBuffer words = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.length < HEADER || words.getInt() != WORD_1 || words.getInt() != WORD_2) {
      throw new Damaged(place + "expected the words 00010001h and 00000001h, found others.");
    }
    int length = words.getInt();
    if (length != bytes.length - HEADER) {
      throw new Damaged(
          place
              + "expected "
              + Integer.toUnsignedString(length)
              + " bytes of CMS data, found "
              + (bytes.length - HEADER)
              + ".");
    }
    byte[] cms = new byte[length];
    words.get(cms);
    return cms;
  }

  private static RdpSignature judge(SignedText text, byte[] der, TrustAnchors anchors) {
    try {
      return judge(text, CmsSignature.read(der), anchors);
    } catch (CmsSignature.Unreadable e) {
      return e.isDamage()
          ? broken(Optional.empty(), text.missing(), e.getMessage() + ".")
          : new Unsupported(e.getMessage() + ".");
    }
  }

  private static RdpSignature judge(SignedText text, CmsSignature cms, TrustAnchors anchors)
      throws CmsSignature.Unreadable {
    Signer signer = cms.signer();
    if (!text.missing().isEmpty()) {
      return broken(Optional.of(signer), text.missing(), "Lines that were signed are gone.");
    }
    if (cms.verifies(SignedText.bytes(text.asItStands()))) {
      List<Change> added = text.added();
      if (!added.isEmpty()) {
        return broken(
            Optional.of(signer), added, "Lines were added beside signed ones of the same name.");
      }
      return anchors
          .objection(cms.certificate(), cms.certificates())
          .<RdpSignature>map(reason -> new Untrusted(signer, text.coverage(), reason))
          .orElseGet(() -> new Valid(signer, text.coverage()));
    }
    for (SignedText.Guess guess : text.guesses()) {
      if (cms.verifies(SignedText.bytes(guess.text()))) {
        return broken(
            Optional.of(signer), guess.changes(), "The file was changed after it was signed.");
      }
    }
    return broken(
        Optional.of(signer),
        List.of(),
        "What was signed is another text: one or more of the lines "
            + list(text.lineNumbers())
            + " were changed after signing, or the signature itself was. The digest does not tell"
            + " which.");
  }

  private static Broken broken(Optional<Signer> signer, List<Change> changes, String reason) {
    StringBuilder why = new StringBuilder(reason);
    for (Change change : changes.subList(0, Math.min(SHOWN, changes.size()))) {
      why.append(' ').append(sentence(change.what()));
    }
    if (changes.size() > SHOWN) {
      why.append(" And ").append(changes.size() - SHOWN).append(" more.");
    }
    return new Broken(signer, changes, why.toString());
  }

  private static String sentence(String what) {
    return Character.toUpperCase(what.charAt(0)) + what.substring(1);
  }

  private static String list(List<?> things) {
    StringBuilder list = new StringBuilder();
    for (Object thing : things.subList(0, Math.min(SHOWN, things.size()))) {
      list.append(list.length() == 0 ? "" : ", ").append(thing);
    }
    return things.size() > SHOWN
        ? list.append(" and ").append(things.size() - SHOWN).append(" more").toString()
        : list.toString();
  }
}
