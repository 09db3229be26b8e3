package io.wattflow.core.rollup;

/**
 * The integers of a partial: all of {@link WindowPartial} but its sketch, open for writing. Shared
 * by the aggregator, which adds up in one, and by the codec, which reads into one.
 */
final class PartialState {
  int typeCode;
  long version;
  long count;
  long sumMilliwatts;
  long minMilliwatts;
  long maxMilliwatts;
  long powerFactorSum;
  long powerFactorCount;
  long firstTimeMillis;
  long firstMilliwatts;
  long lastTimeMillis;
  long lastMilliwatts;
  long doubledEnergy;
  long doubledEstimated;
  long coveredMillis;
  long counterCount;
  long firstCounterTimeMillis;
  long firstCounter;
  long lastCounterTimeMillis;
  long lastCounter;
  long counterEnergy;
  int flags;

  void clear(int newTypeCode) {
    typeCode = newTypeCode;
    version = 0;
    count = 0;
    sumMilliwatts = 0;
    minMilliwatts = 0;
    maxMilliwatts = 0;
    powerFactorSum = 0;
    powerFactorCount = 0;
    firstTimeMillis = 0;
    firstMilliwatts = 0;
    lastTimeMillis = 0;
    lastMilliwatts = 0;
    doubledEnergy = 0;
    doubledEstimated = 0;
    coveredMillis = 0;
    counterCount = 0;
    firstCounterTimeMillis = 0;
    firstCounter = 0;
    lastCounterTimeMillis = 0;
    lastCounter = 0;
    counterEnergy = 0;
    flags = 0;
  }

  PartialState copy() {
    PartialState made = new PartialState();
    made.typeCode = typeCode;
    made.version = version;
    made.count = count;
    made.sumMilliwatts = sumMilliwatts;
    made.minMilliwatts = minMilliwatts;
    made.maxMilliwatts = maxMilliwatts;
    made.powerFactorSum = powerFactorSum;
    made.powerFactorCount = powerFactorCount;
    made.firstTimeMillis = firstTimeMillis;
    made.firstMilliwatts = firstMilliwatts;
    made.lastTimeMillis = lastTimeMillis;
    made.lastMilliwatts = lastMilliwatts;
    made.doubledEnergy = doubledEnergy;
    made.doubledEstimated = doubledEstimated;
    made.coveredMillis = coveredMillis;
    made.counterCount = counterCount;
    made.firstCounterTimeMillis = firstCounterTimeMillis;
    made.firstCounter = firstCounter;
    made.lastCounterTimeMillis = lastCounterTimeMillis;
    made.lastCounter = lastCounter;
    made.counterEnergy = counterEnergy;
    made.flags = flags;
    return made;
  }
}
