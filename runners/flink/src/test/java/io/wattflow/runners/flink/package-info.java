@NullMarked
package io.wattflow.runners.flink;

import org.jspecify.annotations.NullMarked;
