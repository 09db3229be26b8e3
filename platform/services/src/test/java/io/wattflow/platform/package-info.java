/** Tests on real processes. */
@NullMarked
package io.wattflow.platform;

import org.jspecify.annotations.NullMarked;
