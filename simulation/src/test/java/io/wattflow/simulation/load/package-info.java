@NullMarked
package io.wattflow.simulation.load;

import org.jspecify.annotations.NullMarked;
