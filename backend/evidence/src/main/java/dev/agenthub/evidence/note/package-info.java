/** C2SP signed notes: verifier keys, checkpoints and pins. */
@NullMarked
package dev.agenthub.evidence.note;

import org.jspecify.annotations.NullMarked;
