@NullMarked
package io.wattflow.pipelines.backfill;

import org.jspecify.annotations.NullMarked;
