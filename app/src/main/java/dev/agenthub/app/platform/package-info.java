/** What the machine gives: folders, files, dialogs, and failures with a code people can look up. */
@org.jspecify.annotations.NullMarked
package dev.agenthub.app.platform;
