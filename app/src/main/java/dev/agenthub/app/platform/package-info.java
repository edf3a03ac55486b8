/** Access to the machine: folders, key files, dialogs, monitors and the browser, and failures with a stable code. */
@org.jspecify.annotations.NullMarked
package dev.agenthub.app.platform;
