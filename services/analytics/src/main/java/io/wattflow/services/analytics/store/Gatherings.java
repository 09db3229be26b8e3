package io.wattflow.services.analytics.store;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Lets those who ask the same of different users be asked for together. Who is in a hurry does not
 * wait for company: he asks at once, for all who are there, and those who come while as many groups
 * as may be are under way are the next one. So a group grows with the load, and costs nothing
 * without one. Who has patience waits for others first.
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
    final long impatientAt;

    /** Those for whom this guest is to ask; nobody if he has an answer. */
    final CompletableFuture<List<Guest>> turn = new CompletableFuture<>();

    final CompletableFuture<Optional<Object>> answer = new CompletableFuture<>();

    Guest(long userId, Duration patience) {
      this.userId = userId;
      this.impatientAt = System.nanoTime() + patience.toNanos();
    }

    boolean isPatient() {
      return System.nanoTime() - impatientAt < 0;
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
   * @param patience how long the user may wait for others; zero: not at all
   * @return empty if the answer has nothing of the user
   * @throws StoreException what the asker threw, of whoever of the group has asked
   */
  @SuppressWarnings("unchecked") // Equal questions have answers of one type.
  <T> Optional<T> ask(Object question, long userId, Duration patience, Asker<T> asker)
      throws StoreException {
    Guest guest = new Guest(userId, patience);
    enter(question, guest);
    List<Guest> group = turnOf(guest, question, patience);
    if (!group.isEmpty()) {
      try {
        askFor(group, asker);
      } finally {
        leave(question);
      }
    }
    return (Optional<T>) answerOf(guest);
  }

  /** How many have come whose asking has not begun. */
  int waiting() {
    int waiting = 0;
    for (Object question : gatherings.keySet()) {
      AtomicInteger ofQuestion = new AtomicInteger();
      gatherings.computeIfPresent(
          question,
          (same, gathering) -> {
            ofQuestion.set(gathering.waiting.size());
            return gathering;
          });
      waiting += ofQuestion.get();
    }
    return waiting;
  }

  private void enter(Object question, Guest guest) {
    change(question, gathering -> gathering.waiting.add(guest));
  }

  private List<Guest> turnOf(Guest guest, Object question, Duration patience) {
    if (!patience.isZero()) {
      try {
        return guest.turn.get(patience.toNanos(), TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        change(question, gathering -> {});
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (ExecutionException e) {
        throw new IllegalStateException("a turn never fails", e);
      }
    }
    return guest.turn.join();
  }

  private void leave(Object question) {
    change(question, gathering -> gathering.underWay--);
  }

  /** Makes a change, after which a group may be complete; its first guest asks for it. */
  private void change(Object question, Consumer<Gathering> change) {
    List<Guest> group = new ArrayList<>();
    gatherings.compute(
        question,
        (same, known) -> {
          Gathering gathering = known == null ? new Gathering() : known;
          change.accept(gathering);
          begin(gathering, group);
          return gathering.underWay == 0 && gathering.waiting.isEmpty() ? null : gathering;
        });
    if (!group.isEmpty()) {
      group.get(0).turn.complete(group);
    }
  }

  private void begin(Gathering gathering, List<Guest> group) {
    if (gathering.underWay == sideBySide || !isWanted(gathering)) {
      return;
    }
    // Several questions of one user count once: they have the same rows.
    Set<Long> users = new HashSet<>();
    for (Iterator<Guest> waiting = gathering.waiting.iterator(); waiting.hasNext(); ) {
      Guest guest = waiting.next();
      if (users.size() < mostUsers || users.contains(guest.userId)) {
        users.add(guest.userId);
        group.add(guest);
        waiting.remove();
      }
    }
    gathering.underWay++;
  }

  private boolean isWanted(Gathering gathering) {
    return gathering.waiting.stream().anyMatch(guest -> !guest.isPatient())
        || gathering.waiting.stream().map(guest -> guest.userId).distinct().limit(mostUsers).count()
            == mostUsers;
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
