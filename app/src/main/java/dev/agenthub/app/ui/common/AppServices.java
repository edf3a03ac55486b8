package dev.agenthub.app.ui.common;

import dev.agenthub.app.platform.Browser;
import dev.agenthub.app.platform.FileDialogs;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;

/** What screens are given by the machine and the window they are in. {@code dataFolder} is the folder of the running backend. */
public record AppServices(TaskRunner tasks, FileDialogs files, Browser browser, Path dataFolder, InstantSource clock,
        ZoneId zone, TextSize textSize) {}
