package io.wattflow.beam.rollup;

import io.wattflow.core.rollup.ReadingSets;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.CustomCoder;

/**
 * State coder of the minute accumulator; the format, with its version, is {@link ReadingSets}'s.
 */
final class ReadingSetsCoder extends CustomCoder<ReadingSets> {
  private static final ReadingSetsCoder INSTANCE = new ReadingSetsCoder();

  private ReadingSetsCoder() {}

  static ReadingSetsCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(ReadingSets sets, OutputStream out) throws IOException {
    ByteArrayCoder.of().encode(sets.encode(), out);
  }

  @Override
  public ReadingSets decode(InputStream in) throws IOException {
    return ReadingSets.decode(ByteArrayCoder.of().decode(in));
  }
}
