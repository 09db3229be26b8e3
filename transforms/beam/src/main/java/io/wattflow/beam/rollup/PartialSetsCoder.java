package io.wattflow.beam.rollup;

import io.wattflow.core.rollup.PartialSets;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.CustomCoder;

/**
 * State coder of the accumulator of longer windows; the format, with its version, is {@link
 * PartialSets}'s.
 */
final class PartialSetsCoder extends CustomCoder<PartialSets> {
  private static final PartialSetsCoder INSTANCE = new PartialSetsCoder();

  private PartialSetsCoder() {}

  static PartialSetsCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(PartialSets sets, OutputStream out) throws IOException {
    ByteArrayCoder.of().encode(sets.encode(), out);
  }

  @Override
  public PartialSets decode(InputStream in) throws IOException {
    return PartialSets.decode(ByteArrayCoder.of().decode(in));
  }
}
