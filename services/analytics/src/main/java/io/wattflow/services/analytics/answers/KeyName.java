package io.wattflow.services.analytics.answers;

import io.wattflow.services.analytics.cache.AnswerKey;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Builds the canonical name of an answer, or the address of a page: parameters in fixed order. */
final class KeyName {
  private final StringBuilder text;
  private char separator = '?';

  KeyName(String question) {
    this.text = new StringBuilder(question);
  }

  /** One more parameter. */
  KeyName with(String name, Object value) {
    text.append(separator).append(name).append('=').append(encoded(value.toString()));
    separator = '&';
    return this;
  }

  /** One more parameter, if it is there. */
  KeyName with(String name, Optional<?> value) {
    value.ifPresent(present -> with(name, present));
    return this;
  }

  /** A text as part of an address, in one form only. */
  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  AnswerKey of(long userId) {
    return new AnswerKey(userId, text.toString());
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
