package dev.agenthub.app.ui.common;

import dev.agenthub.app.platform.Browser;
import dev.agenthub.app.platform.FileDialogs;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;

/** The services that screens need from the machine and their window. {@code dataFolder} is the running backend's data folder. */
public record AppServices(TaskRunner tasks, FileDialogs files, Browser browser, Path dataFolder, InstantSource clock,
        ZoneId zone, TextSize textSize) {}
