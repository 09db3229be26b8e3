package io.wattflow.schemas.wire;

import java.io.IOException;

/**
 * A fault in the bytes, on its way to the caller as a {@link DecodeFailure}. Without a stack trace:
 * bad bytes are an expected input, and a flood of them must stay cheap.
 */
final class WireFault extends IOException {
  private static final long serialVersionUID = 1L;

  private final DecodeFailure failure;

  WireFault(DecodeFailure failure, String detail) {
    super(detail);
    this.failure = failure;
  }

  DecodeFailure failure() {
    return failure;
  }

  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
