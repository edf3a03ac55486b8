package dev.agenthub.app.ui.approvals.attachments;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What a picture says of itself before anything of it is decoded. A few bytes can claim a picture that fills the
 * memory, and one of several frames can show one of them here and another one elsewhere; neither is a picture here.
 *
 * @param kind such as PNG
 * @param width in pixels
 * @param height in pixels
 */
public record StillPicture(String kind, int width, int height) {
    private static final int LONGEST_SIDE = 10_000;
    private static final long MOST_PIXELS = 16_000_000;
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

    /** The picture that begins so, where it is one frame of a size that may be decoded. */
    static Optional<StillPicture> of(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            Optional<StillPicture> found = startsWith(bytes, PNG)
                    ? png(in.position(PNG.length))
                    : startsWith(bytes, new byte[]{(byte) 0xFF, (byte) 0xD8})
                            ? jpeg(in.position(2))
                            : startsWith(bytes, new byte[]{'G', 'I', 'F', '8'})
                                    ? gif(in.position(6))
                                    : Optional.empty();
            return found.filter(StillPicture::mayBeDecoded);
        } catch (IllegalArgumentException | BufferUnderflowException _) {
            return Optional.empty(); // cut off
        }
    }

    private boolean mayBeDecoded() {
        return width > 0 && height > 0 && width <= LONGEST_SIDE && height <= LONGEST_SIDE
                && (long) width * height <= MOST_PIXELS;
    }

    private static boolean startsWith(byte[] bytes, byte[] magic) {
        return bytes.length > magic.length && ByteBuffer.wrap(bytes, 0, magic.length).equals(ByteBuffer.wrap(magic));
    }

    /** Chunks up to the first of the picture's data: the size comes first, what makes an animation of it before the data. */
    private static Optional<StillPicture> png(ByteBuffer in) {
        StillPicture found = null;
        while (true) {
            int length = in.getInt();
            byte[] type = new byte[4];
            in.get(type);
            String name = new String(type, StandardCharsets.ISO_8859_1);
            boolean whole = length >= 0 && length <= in.remaining() - 4;
            if (!whole || (found == null) != name.equals("IHDR") || name.equals("acTL")) {
                return Optional.empty();
            }
            int next = in.position() + length + 4;
            if (found == null) {
                found = new StillPicture("PNG", in.getInt(), in.getInt());
            } else if (name.equals("IDAT")) {
                return Optional.of(found);
            }
            in.position(next);
        }
    }

    /** Segments up to the frame's header. */
    private static Optional<StillPicture> jpeg(ByteBuffer in) {
        while (true) {
            if (unsigned(in) != 0xFF) {
                return Optional.empty();
            }
            int marker = unsigned(in);
            if (marker < 0xC0 || (marker >= 0xD0 && marker <= 0xDA) || marker == 0xFF) {
                return Optional.empty();
            }
            int length = in.getShort() & 0xFFFF;
            boolean frame = marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
            if (frame) {
                in.get();
                int height = in.getShort() & 0xFFFF;
                return Optional.of(new StillPicture("JPEG", in.getShort() & 0xFFFF, height));
            }
            in.position(in.position() + length - 2);
        }
    }

    /** All blocks: only their number tells whether it is one picture. */
    private static Optional<StillPicture> gif(ByteBuffer in) {
        int width = littleEndian(in);
        int height = littleEndian(in);
        int flags = unsigned(in);
        in.position(in.position() + 2 + colours(flags));
        int frames = 0;
        while (true) {
            switch (unsigned(in)) {
                case 0x21 -> in.get();
                case 0x2C -> {
                    int left = littleEndian(in);
                    int top = littleEndian(in);
                    if (++frames > 1 || left + littleEndian(in) > width || top + littleEndian(in) > height) {
                        return Optional.empty();
                    }
                    int local = colours(unsigned(in));
                    in.position(in.position() + local + 1);
                }
                case 0x3B -> {
                    return frames == 1 ? Optional.of(new StillPicture("GIF", width, height)) : Optional.empty();
                }
                default -> {
                    return Optional.empty();
                }
            }
            skipBlocks(in);
        }
    }

    private static int colours(int flags) {
        return (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);
    }

    private static void skipBlocks(ByteBuffer in) {
        for (int length = unsigned(in); length > 0; length = unsigned(in)) {
            in.position(in.position() + length);
        }
    }

    private static int unsigned(ByteBuffer in) {
        return in.get() & 0xFF;
    }

    private static int littleEndian(ByteBuffer in) {
        return unsigned(in) | unsigned(in) << 8;
    }
}
