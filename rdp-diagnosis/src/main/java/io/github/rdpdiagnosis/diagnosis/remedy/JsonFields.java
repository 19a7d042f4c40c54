package io.github.rdpdiagnosis.diagnosis.remedy;

import io.github.rdpdiagnosis.azure.JsonDocumentException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The fields of one object of a document, with the place in every message. */
record JsonFields(Map<?, ?> json, String document, String place) {
  boolean has(String field) {
    return json.get(field) != null;
  }

  Object value(String field) {
    Object value = json.get(field);
    if (value == null) {
      throw wrong(field, "it is missing");
    }
    return value;
  }

  String text(String field) {
    if (value(field) instanceof String text) {
      return text;
    }
    throw wrong(field, "expected a text");
  }

  int number(String field) {
    if (value(field) instanceof Long number
        && number.longValue() >= 0
        && number.longValue() <= Integer.MAX_VALUE) {
      return number.intValue();
    }
    throw wrong(field, "expected a whole number");
  }

  List<String> texts(String field) {
    List<String> texts = new ArrayList<>();
    for (Object each : list(field)) {
      if (!(each instanceof String text)) {
        throw wrong(field, "expected texts");
      }
      texts.add(text);
    }
    return texts;
  }

  JsonFields object(String field) {
    if (value(field) instanceof Map<?, ?> map) {
      return new JsonFields(map, document, place + "." + field);
    }
    throw wrong(field, "expected an object");
  }

  List<JsonFields> objects(String field) {
    List<JsonFields> all = new ArrayList<>();
    int i = 0;
    for (Object each : list(field)) {
      if (!(each instanceof Map<?, ?> map)) {
        throw wrong(field, "expected objects");
      }
      all.add(new JsonFields(map, document, place + "." + field + "[" + i++ + "]"));
    }
    return all;
  }

  private List<?> list(String field) {
    if (value(field) instanceof List<?> list) {
      return list;
    }
    throw wrong(field, "expected a list");
  }

  private JsonDocumentException wrong(String field, String problem) {
    return new JsonDocumentException(document, place + "." + field, problem);
  }
}
