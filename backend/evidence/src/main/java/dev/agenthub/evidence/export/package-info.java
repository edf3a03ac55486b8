/** The export file: a ZIP archive written as a stream and read with suspicion. */
@NullMarked
package dev.agenthub.evidence.export;

import org.jspecify.annotations.NullMarked;
