package io.wattflow.beam;

import io.wattflow.core.rows.RowBlock;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.coders.CustomCoder;

/** Coder of row blocks between the transforms; the format is {@link RowBlock}'s own. */
public final class RowBlockCoder extends CustomCoder<RowBlock> {
  private static final RowBlockCoder INSTANCE = new RowBlockCoder();

  private RowBlockCoder() {}

  /** The coder; it has no state. */
  public static RowBlockCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(RowBlock block, OutputStream out) throws IOException {
    ByteArrayCoder.of().encode(block.encode(), out);
  }

  @Override
  public RowBlock decode(InputStream in) throws IOException {
    byte[] encoded = ByteArrayCoder.of().decode(in);
    try {
      return RowBlock.decode(encoded);
    } catch (IllegalArgumentException e) {
      throw new CoderException("not a row block", e);
    }
  }

  @Override
  public void verifyDeterministic() {}
}
