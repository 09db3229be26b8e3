@NullMarked
package io.wattflow.cli;

import org.jspecify.annotations.NullMarked;
