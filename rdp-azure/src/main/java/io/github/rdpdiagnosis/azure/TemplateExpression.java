package io.github.rdpdiagnosis.azure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Evaluates the expressions of an ARM template that name things: parameters and variables, texts
 * put together, and resource ids. Nothing else: functions that ask Azure, such as {@code reference}
 * or {@code listKeys}, have no value offline.
 */
final class TemplateExpression {
  private static final int MAX_LENGTH = 4096;
  private static final int MAX_DEPTH = 16;

  /** What an expression may refer to. */
  interface Names {
    JsonNode parameter(String name, int depth);

    JsonNode variable(String name, int depth);

    String subscription();

    String resourceGroup();
  }

  /** An expression without a value here. The message names what stands in the way. */
  static final class NotEvaluated extends Exception {
    private static final long serialVersionUID = 1L;

    NotEvaluated(String what) {
      super(what);
    }
  }

  /** Carries {@link NotEvaluated} through a look-up. */
  static final class Unknown extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unknown(String what) {
      super(what);
    }
  }

  private final String text;
  private final Names names;
  private final int depth;
  private int at;

  private TemplateExpression(String text, Names names, int depth) {
    this.text = text;
    this.names = names;
    this.depth = depth;
  }

  static boolean isExpression(String text) {
    return text.startsWith("[") && text.endsWith("]") && !text.startsWith("[[");
  }

  /** The value of a text that is an expression. */
  static JsonNode evaluate(String text, Names names, int depth) throws NotEvaluated {
    if (text.length() > MAX_LENGTH || depth > MAX_DEPTH) {
      throw new NotEvaluated("an expression that is too long or too deep");
    }
    TemplateExpression expression =
        new TemplateExpression(text.substring(1, text.length() - 1), names, depth);
    try {
      JsonNode value = expression.value(0);
      expression.space();
      if (expression.at < expression.text.length()) {
        throw new NotEvaluated("an expression of another form");
      }
      return value;
    } catch (Unknown e) {
      throw new NotEvaluated(String.valueOf(e.getMessage()));
    }
  }

  private void space() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private boolean next(char c) {
    space();
    if (at < text.length() && text.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  private JsonNode value(int nesting) throws NotEvaluated {
    if (nesting > MAX_DEPTH) {
      throw new NotEvaluated("an expression that is too deep");
    }
    space();
    if (at < text.length() && text.charAt(at) == '\'') {
      return new TextNode(quoted());
    }
    String name = identifier();
    if (!next('(')) {
      throw new NotEvaluated("an expression of another form");
    }
    List<JsonNode> arguments = new ArrayList<>();
    if (!next(')')) {
      do {
        arguments.add(value(nesting + 1));
      } while (next(','));
      if (!next(')')) {
        throw new NotEvaluated("an expression of another form");
      }
    }
    String member = "";
    while (next('.')) {
      member = member + "." + identifier().toLowerCase(Locale.ROOT);
    }
    return call(name.toLowerCase(Locale.ROOT), arguments, member);
  }

  private String quoted() throws NotEvaluated {
    StringBuilder value = new StringBuilder();
    for (at++; at < text.length(); at++) {
      if (text.charAt(at) != '\'') {
        value.append(text.charAt(at));
      } else if (at + 1 < text.length() && text.charAt(at + 1) == '\'') {
        value.append('\'');
        at++;
      } else {
        at++;
        return value.toString();
      }
    }
    throw new NotEvaluated("a text without an end");
  }

  private String identifier() throws NotEvaluated {
    space();
    int from = at;
    while (at < text.length()
        && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
      at++;
    }
    if (from == at) {
      throw new NotEvaluated("an expression of another form");
    }
    return text.substring(from, at);
  }

  private JsonNode call(String function, List<JsonNode> arguments, String member)
      throws NotEvaluated {
    if (!member.isEmpty()
        && !function.equals("resourcegroup")
        && !function.equals("subscription")) {
      throw new NotEvaluated("a member of " + function + "()");
    }
    return switch (function + member) {
      case "parameters" -> names.parameter(only(arguments), depth + 1);
      case "variables" -> names.variable(only(arguments), depth + 1);
      case "concat" -> new TextNode(String.join("", texts(arguments)));
      case "tolower" -> new TextNode(only(arguments).toLowerCase(Locale.ROOT));
      case "toupper" -> new TextNode(only(arguments).toUpperCase(Locale.ROOT));
      case "resourceid" -> new TextNode(resourceId(texts(arguments)));
      case "resourcegroup.name" -> new TextNode(names.resourceGroup());
      case "resourcegroup.id" ->
          new TextNode(
              "/subscriptions/"
                  + names.subscription()
                  + "/resourceGroups/"
                  + names.resourceGroup());
      case "subscription.subscriptionid" -> new TextNode(names.subscription());
      case "subscription.id" -> new TextNode("/subscriptions/" + names.subscription());
      default -> throw new NotEvaluated(function + "()" + member);
    };
  }

  private static List<String> texts(List<JsonNode> values) throws NotEvaluated {
    List<String> texts = new ArrayList<>();
    int length = 0;
    for (JsonNode value : values) {
      if (!value.isValueNode()) {
        throw new NotEvaluated("a function over something that is no text");
      }
      texts.add(value.asText());
      length += value.asText().length();
    }
    if (length > MAX_LENGTH) {
      throw new NotEvaluated("a text that is too long");
    }
    return texts;
  }

  private static String only(List<JsonNode> arguments) throws NotEvaluated {
    if (arguments.size() != 1) {
      throw new NotEvaluated("a function with " + arguments.size() + " arguments");
    }
    return texts(arguments).get(0);
  }

  /** {@code resourceId([subscription], [group], type, name…)}. */
  private String resourceId(List<String> arguments) throws NotEvaluated {
    int type = 0;
    while (type < arguments.size() && arguments.get(type).indexOf('/') < 0) {
      type++;
    }
    if (type > 2 || type >= arguments.size()) {
      throw new NotEvaluated("resourceId() of another form");
    }
    String subscription = type == 2 ? arguments.get(0) : names.subscription();
    String group = type >= 1 ? arguments.get(type - 1) : names.resourceGroup();
    return id(
        subscription,
        group,
        arguments.get(type),
        String.join("/", arguments.subList(type + 1, arguments.size())));
  }

  /** An id from a type such as {@code A/b/c} and a name such as {@code x/y}. */
  static String id(String subscription, String group, String type, String name)
      throws NotEvaluated {
    String[] types = type.split("/", -1);
    String[] parts = name.split("/", -1);
    if (types.length < 2 || parts.length != types.length - 1) {
      throw new NotEvaluated(
          "a name that does not fit the type " + type.replaceAll("[^A-Za-z./]", "?"));
    }
    StringBuilder id =
        new StringBuilder("/subscriptions/" + subscription + "/resourceGroups/" + group);
    id.append("/providers/").append(types[0]);
    for (int i = 0; i < parts.length; i++) {
      id.append('/').append(types[i + 1]).append('/').append(parts[i]);
    }
    return id.toString();
  }
}
