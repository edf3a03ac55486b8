package dev.agenthub.app.launcher;

import java.nio.file.Path;

/**
 * How the desktop was asked to start.
 *
 * @param folder where everything is kept
 * @param sample whether to open the disposable sample organization
 * @param port of the backend on loopback, 0 for any free one
 */
record DesktopOptions(Path folder, boolean sample, int port) {}
