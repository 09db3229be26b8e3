package io.wattflow.services.analytics.query;

import io.wattflow.services.analytics.query.InvalidQueryException.Fault;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with one document, collected so that its author can mend all of it at once. */
final class Faults {
  private static final int MAX_FAULTS = 20;

  private final List<Fault> faults = new ArrayList<>();

  /** The first one of a field counts: others follow from it. */
  void add(String pointer, String message) {
    boolean known = faults.stream().anyMatch(fault -> fault.field().equals(pointer));
    if (!known && faults.size() < MAX_FAULTS) {
      faults.add(new Fault(pointer, message));
    }
  }

  void throwIfAny() throws InvalidQueryException {
    if (!faults.isEmpty()) {
      throw new InvalidQueryException(faults);
    }
  }
}
