package io.wattflow.benchmarks.stream;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.GcInfo;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/** The most heap of this JVM that was still in use after a garbage collection. */
final class PeakHeap {
  private final Set<String> heapPools =
      ManagementFactory.getMemoryPoolMXBeans().stream()
          .filter(pool -> pool.getType() == MemoryType.HEAP)
          .map(pool -> pool.getName())
          .collect(Collectors.toSet());
  private final AtomicLong peak = new AtomicLong();

  private PeakHeap() {}

  /** Watches from now on. */
  static PeakHeap watch() {
    PeakHeap heap = new PeakHeap();
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      if (collector instanceof NotificationEmitter emitter) {
        emitter.addNotificationListener(
            (notification, handback) -> heap.collected((CompositeData) notification.getUserData()),
            notification ->
                notification
                    .getType()
                    .equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION),
            null);
      }
    }
    return heap;
  }

  private void collected(CompositeData data) {
    GcInfo collection = GarbageCollectionNotificationInfo.from(data).getGcInfo();
    long used =
        collection.getMemoryUsageAfterGc().entrySet().stream()
            .filter(pool -> heapPools.contains(pool.getKey()))
            .map(Map.Entry::getValue)
            .mapToLong(usage -> usage.getUsed())
            .sum();
    peak.accumulateAndGet(used, Math::max);
  }

  /** In MB; 0 if nothing was collected yet. */
  long megabytes() {
    return peak.get() >> 20;
  }
}
