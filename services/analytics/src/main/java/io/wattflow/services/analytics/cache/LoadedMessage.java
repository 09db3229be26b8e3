package io.wattflow.services.analytics.cache;

import io.wattflow.cache.CacheKeys;
import org.jspecify.annotations.Nullable;

/** Messages on {@link CacheKeys#LOADED}: the user's id, a tab, the answer's name. */
final class LoadedMessage {
  private LoadedMessage() {}

  static String write(AnswerKey key) {
    return Long.toUnsignedString(key.userId()) + '\t' + key.name();
  }

  /** Null if it is none. */
  static @Nullable AnswerKey read(String message) {
    int tab = message.indexOf('\t');
    if (tab < 0) {
      return null;
    }
    try {
      return new AnswerKey(Long.parseUnsignedLong(message, 0, tab, 10), message.substring(tab + 1));
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
