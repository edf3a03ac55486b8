/** The verdict about an export: chain, tree, signature, pin and controls. */
@NullMarked
package dev.agenthub.evidence.verify;

import org.jspecify.annotations.NullMarked;
