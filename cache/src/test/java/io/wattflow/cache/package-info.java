@NullMarked
package io.wattflow.cache;

import org.jspecify.annotations.NullMarked;
