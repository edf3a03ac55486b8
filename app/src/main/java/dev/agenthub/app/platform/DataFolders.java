package dev.agenthub.app.platform;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Locates the data folder of the current user by the operating system's conventions. */
public final class DataFolders {
    private DataFolders() {}

    /**
     * The data folder of this device or of the sample organization, below {@code base};
     * for null, below {@code -Dagenthub.data} or the system's default.
     */
    public static Path of(@Nullable Path base, boolean sample) {
        String moved = System.getProperty("agenthub.data");
        Path byConvention = moved != null
                ? Path.of(moved)
                : base(System.getProperty("os.name", ""), System.getenv(), System.getProperty("user.home", "."));
        return (base == null ? byConvention : base).resolve(sample ? "sample" : "own").toAbsolutePath().normalize();
    }

    static Path base(String system, Map<String, String> environment, String home) {
        String name = system.toLowerCase(Locale.ROOT);
        if (name.startsWith("mac")) {
            return Path.of(home, "Library", "Application Support", "AgentHub");
        }
        if (name.startsWith("windows")) {
            return named(environment.get("APPDATA"), Path.of(home, "AppData", "Roaming")).resolve("AgentHub");
        }
        return named(environment.get("XDG_DATA_HOME"), Path.of(home, ".local", "share")).resolve("agenthub");
    }

    /** The XDG Base Directory Specification requires relative paths to be ignored. */
    private static Path named(@Nullable String folder, Path otherwise) {
        return folder == null || folder.isBlank() || !Path.of(folder).isAbsolute() ? otherwise : Path.of(folder);
    }
}
