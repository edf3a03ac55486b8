/** Files that are complete or not there. */
@NullMarked
package dev.agenthub.evidence.file;

import org.jspecify.annotations.NullMarked;
