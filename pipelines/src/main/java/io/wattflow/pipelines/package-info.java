/** The pipelines: each a one-page definition that names no runner. */
@NullMarked
package io.wattflow.pipelines;

import org.jspecify.annotations.NullMarked;
