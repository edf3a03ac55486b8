package dev.agenthub.app.platform;

import java.net.URI;

/** Opens a page in the person's default browser. */
public interface Browser {
    void open(URI page);
}
