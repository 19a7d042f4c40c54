package io.github.rdpdiagnosis.diagnosis.internal.render.html;

import io.github.rdpdiagnosis.model.cause.DomainStatus;
import io.github.rdpdiagnosis.model.cause.DomainVerdict;
import io.github.rdpdiagnosis.model.cause.FaultDomain;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The five places as boxes on a line, with the blocked ones crossed: side by side for a wide
 * screen, one under the other for a narrow one.
 *
 * @param css class of the picture
 * @param viewBox its coordinates
 * @param width of a box
 * @param height of a box
 * @param stops the boxes
 */
record PathPicture(String css, String viewBox, int width, int height, List<Stop> stops) {
  private static final int GAP = 40;
  private static final int CROSS = 6;

  /**
   * One box, and the line that leads to it from the one before.
   *
   * @param line the line, or null at the first box
   * @param lineCss class of the line
   * @param cross the two strokes of the cross
   */
  record Stop(
      String name,
      String status,
      String mark,
      String css,
      boolean blocked,
      int x,
      int y,
      int textX,
      int nameY,
      int statusY,
      int blockedY,
      @Nullable String line,
      String lineCss,
      String cross) {}

  static PathPicture wide(List<DomainVerdict> domains) {
    return drawn("path wide", domains, 176, 76, true);
  }

  static PathPicture narrow(List<DomainVerdict> domains) {
    return drawn("path narrow", domains, 290, 62, false);
  }

  private static PathPicture drawn(
      String css, List<DomainVerdict> domains, int width, int height, boolean sideBySide) {
    int margin = 18;
    List<Stop> stops = new ArrayList<>();
    boolean after = false;
    for (int i = 0; i < domains.size(); i++) {
      DomainVerdict v = domains.get(i);
      int x = margin + (sideBySide ? i * (width + GAP) : 0);
      int y = margin + (sideBySide ? 0 : i * (height + GAP));
      boolean blocked = v.status() == DomainStatus.FAULTY;
      after |= blocked;
      Look look = Look.of(v.status());
      int crossY = y + height / 2;
      String line =
          i == 0
              ? null
              : sideBySide
                  ? "M" + (x - GAP) + " " + crossY + "H" + x
                  : "M" + (x + width / 2) + " " + (y - GAP) + "V" + y;
      stops.add(
          new Stop(
              name(v.domain()),
              v.status().name(),
              look.mark(),
              look.css(),
              blocked,
              x,
              y,
              x + width / 2,
              y + height / 2 - 6,
              y + height / 2 + 18,
              crossY,
              line,
              after ? "after" : look.css(),
              cross(x, crossY)));
    }
    int along = domains.size();
    String viewBox =
        sideBySide
            ? "0 0 "
                + (2 * margin + along * width + (along - 1) * GAP)
                + " "
                + (height + 2 * margin)
            : "0 0 "
                + (width + 2 * margin)
                + " "
                + (2 * margin + along * height + (along - 1) * GAP);
    return new PathPicture(css, viewBox, width, height, List.copyOf(stops));
  }

  private static String cross(int x, int y) {
    return "M"
        + (x - CROSS)
        + " "
        + (y - CROSS)
        + "L"
        + (x + CROSS)
        + " "
        + (y + CROSS)
        + "M"
        + (x - CROSS)
        + " "
        + (y + CROSS)
        + "L"
        + (x + CROSS)
        + " "
        + (y - CROSS);
  }

  private static String name(FaultDomain domain) {
    return switch (domain) {
      case CLIENT -> "Client";
      case EDGE -> "Edge";
      case ENDPOINT -> "Endpoint";
      case NETWORK -> "Network security";
      case VM -> "VM";
    };
  }
}
