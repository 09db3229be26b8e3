/** The two implementations of the formulas against each other, without any part. */
@NullMarked
package io.wattflow.integration.model;

import org.jspecify.annotations.NullMarked;
