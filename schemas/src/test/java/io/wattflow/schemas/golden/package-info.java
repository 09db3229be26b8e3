/** The golden cases of the wire format, and what it takes to run them; shared as a test jar. */
@NullMarked
package io.wattflow.schemas.golden;

import org.jspecify.annotations.NullMarked;
