@NullMarked
package io.wattflow.pipelines.archive;

import org.jspecify.annotations.NullMarked;
