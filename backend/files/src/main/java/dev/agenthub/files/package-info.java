/** Files that are complete or not there, and files and folders that only their owner opens. */
@NullMarked
package dev.agenthub.files;

import org.jspecify.annotations.NullMarked;
