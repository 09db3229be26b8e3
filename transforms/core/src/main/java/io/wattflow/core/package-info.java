/** The heart of Wattflow: plain Java, no Beam and no I/O. */
@NullMarked
package io.wattflow.core;

import org.jspecify.annotations.NullMarked;
