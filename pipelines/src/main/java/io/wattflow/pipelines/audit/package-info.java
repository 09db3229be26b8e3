/** Compares stored rollups with what raw readings say, and repairs what differs. */
@NullMarked
package io.wattflow.pipelines.audit;

import org.jspecify.annotations.NullMarked;
