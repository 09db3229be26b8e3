package io.wattflow.services.analytics.cache;

/**
 * Which answer: the user it belongs to, and a name that holds the question and all of its
 * parameters in one canonical form, such as {@code hourly_trends_last_24h?time_zone=Asia/Tokyo}.
 */
public record AnswerKey(long userId, String name) {}
