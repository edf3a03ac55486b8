package dev.agenthub.app.launcher;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/**
 * Asks the X11 libraries that JavaFX uses whether a window can be opened. JavaFX itself would wait for ever where it cannot.
 */
// Native access, in which a wrong function description crashes the JVM: two functions with one pointer each.
@SuppressWarnings("restricted")
final class XServer {
    private XServer() {}

    /** Why no window can be opened, as the end of a sentence; null where one can. */
    static @Nullable String obstacle() {
        String name = System.getenv("DISPLAY");
        if (name == null || name.isBlank()) {
            return "the environment names no display";
        }
        try {
            SymbolLookup.libraryLookup("libgtk-3.so.0", Arena.global());
        } catch (IllegalArgumentException _) {
            return "GTK 3 is not installed";
        }
        return answers() ? null : "the display " + name + " does not answer";
    }

    private static boolean answers() {
        try {
            SymbolLookup library = SymbolLookup.libraryLookup("libX11.so.6", Arena.global());
            MethodHandle open = Linker.nativeLinker().downcallHandle(library.findOrThrow("XOpenDisplay"),
                    FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.ADDRESS));
            MethodHandle close = Linker.nativeLinker().downcallHandle(library.findOrThrow("XCloseDisplay"),
                    FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
            MemorySegment display = (MemorySegment) open.invokeExact(MemorySegment.NULL);
            if (display.equals(MemorySegment.NULL)) {
                return false;
            }
            int _ = (int) close.invokeExact(display);
            return true;
        } catch (Throwable e) {
            throw new IllegalStateException("The X library can't be asked", e);
        }
    }
}
