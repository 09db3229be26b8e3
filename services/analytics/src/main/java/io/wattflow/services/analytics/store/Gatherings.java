package io.wattflow.services.analytics.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Lets those who ask the same of different users be asked for together. Nobody waits for company:
 * who comes first asks at once and alone, and those who come while that is under way are the next
 * group. So a group grows with the load, and costs nothing without one.
 *
 * <p>A group is made up when its asking begins, so an answer holds what was visible when its user
 * came. Thread-safe; whoever asks waits, and the first of a group asks for all of it.
 */
final class Gatherings {
  private final int mostUsers;
  private final int sideBySide;
  private final ConcurrentMap<Object, Gathering> gatherings = new ConcurrentHashMap<>();

  /** Asks about several users. */
  @FunctionalInterface
  interface Asker<T> {
    /**
     * Asks.
     *
     * @param users each once
     * @return what there is of each
     */
    Map<Long, T> ask(List<Long> users) throws StoreException;
  }

  /** Of one question; changed only within the map's locks. */
  private static final class Gathering {
    final Queue<Guest> waiting = new ArrayDeque<>();
    int underWay;
  }

  private static final class Guest {
    final long userId;

    /** Those for whom this guest is to ask; nobody if he has an answer. */
    final CompletableFuture<List<Guest>> turn = new CompletableFuture<>();

    final CompletableFuture<Optional<Object>> answer = new CompletableFuture<>();

    Guest(long userId) {
      this.userId = userId;
    }
  }

  /**
   * With bounds.
   *
   * @param mostUsers of a group
   * @param sideBySide groups of one question that are asked for at a time
   */
  Gatherings(int mostUsers, int sideBySide) {
    this.mostUsers = mostUsers;
    this.sideBySide = sideBySide;
  }

  /**
   * Asks about one user, perhaps together with others.
   *
   * @param question equal for those who may be asked for together, and their askers do the same
   * @return empty if the answer has nothing of the user
   * @throws StoreException what the asker threw, of whoever of the group has asked
   */
  @SuppressWarnings("unchecked") // Equal questions have answers of one type.
  <T> Optional<T> ask(Object question, long userId, Asker<T> asker) throws StoreException {
    Guest guest = new Guest(userId);
    List<Guest> group = enter(question, guest);
    if (group.isEmpty()) {
      group = guest.turn.join();
    }
    if (!group.isEmpty()) {
      try {
        askFor(group, asker);
      } finally {
        leave(question);
      }
    }
    return (Optional<T>) answerOf(guest);
  }

  private List<Guest> enter(Object question, Guest guest) {
    List<Guest> group = new ArrayList<>();
    gatherings.compute(
        question,
        (same, known) -> {
          Gathering gathering = known == null ? new Gathering() : known;
          gathering.waiting.add(guest);
          begin(gathering, group);
          return gathering;
        });
    return group;
  }

  private void leave(Object question) {
    List<Guest> next = new ArrayList<>();
    gatherings.computeIfPresent(
        question,
        (same, gathering) -> {
          gathering.underWay--;
          begin(gathering, next);
          return gathering.underWay == 0 ? null : gathering;
        });
    if (!next.isEmpty()) {
      next.get(0).turn.complete(next);
    }
  }

  private void begin(Gathering gathering, List<Guest> group) {
    if (gathering.underWay == sideBySide) {
      return;
    }
    for (Guest guest = gathering.waiting.poll(); guest != null; guest = gathering.waiting.poll()) {
      group.add(guest);
      if (group.size() == mostUsers) {
        break;
      }
    }
    if (!group.isEmpty()) {
      gathering.underWay++;
    }
  }

  private static <T> void askFor(List<Guest> group, Asker<T> asker) {
    try {
      Map<Long, T> answers =
          asker.ask(group.stream().map(guest -> guest.userId).distinct().toList());
      group.forEach(guest -> guest.answer.complete(Optional.ofNullable(answers.get(guest.userId))));
    } catch (StoreException | RuntimeException | Error e) {
      group.forEach(guest -> guest.answer.completeExceptionally(e));
    }
    group.forEach(guest -> guest.turn.complete(List.of()));
  }

  private static Optional<Object> answerOf(Guest guest) throws StoreException {
    try {
      return guest.answer.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof StoreException unanswered) {
        throw new StoreException(
            String.valueOf(unanswered.getMessage()), unanswered.retryAfter(), unanswered);
      }
      throw new IllegalStateException("a question of several users failed", e.getCause());
    }
  }
}
