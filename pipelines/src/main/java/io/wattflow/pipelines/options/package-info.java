/** Options of the pipelines, one small interface per concern. */
@NullMarked
package io.wattflow.pipelines.options;

import org.jspecify.annotations.NullMarked;
