@NullMarked
package io.wattflow.platform.stream;

import org.jspecify.annotations.NullMarked;
