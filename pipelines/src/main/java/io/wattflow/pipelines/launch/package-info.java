/** From command-line arguments to a running job, the same for every runner. */
@NullMarked
package io.wattflow.pipelines.launch;

import org.jspecify.annotations.NullMarked;
