package dev.agenthub.app.ui.approvals.attachments;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a picture says of itself decides whether anything of it is decoded. */
final class StillPictureTest {

    private static byte[] picture(String format) throws IOException {
        var out = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(30, 20, BufferedImage.TYPE_INT_RGB), format, out);
        return out.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PNG", "JPEG", "GIF"})
    void readsTheSizeOfAPicture(String format) throws IOException {
        assertThat(StillPicture.of(picture(format))).contains(new StillPicture(format, 30, 20));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PNG", "JPEG", "GIF"})
    void takesNoPictureThatIsCutOffForOne(String format) throws IOException {
        byte[] whole = picture(format);
        int header = format.equals("JPEG") ? 100 : 30;
        for (int length = 0; length < header; length++) {
            assertThat(StillPicture.of(Arrays.copyOf(whole, length))).as("of %d bytes", length).isEmpty();
        }
    }

    @Test
    void decodesNoPictureThatClaimsMorePixelsThanFitIntoTheMemory() throws IOException {
        byte[] png = picture("PNG");
        for (int[] size : new int[][]{{30_000, 30_000}, {4_001, 4_000}, {10_001, 1}, {0, 10}, {-1, -1}}) {
            ByteBuffer.wrap(png).putInt(16, size[0]).putInt(20, size[1]);
            assertThat(StillPicture.of(png)).as("%d × %d", size[0], size[1]).isEmpty();
            assertThat(FileContent.of(png)).isInstanceOf(FileContent.Opaque.class);
        }
        ByteBuffer.wrap(png).putInt(16, 4_000).putInt(20, 4_000);
        assertThat(StillPicture.of(png)).isPresent();

        byte[] gif = picture("GIF");
        Arrays.fill(gif, 6, 10, (byte) 0xFF);
        assertThat(StillPicture.of(gif)).isEmpty();
    }

    @Test
    void decodesNoPictureOfSeveralFrames() throws IOException {
        byte[] gif = picture("GIF");
        int image = gif.length - 1;
        while (gif[image] != 0x2C) {
            image--;
        }
        ByteBuffer two = ByteBuffer.allocate(2 * gif.length - image - 1).put(gif, 0, gif.length - 1).put(gif, image,
                gif.length - image);
        assertThat(StillPicture.of(two.array())).isEmpty();

        byte[] png = picture("PNG");
        byte[] animated = ByteBuffer.allocate(png.length + 20).put(png, 0, 33).putInt(8)
                .put("acTL".getBytes(StandardCharsets.US_ASCII)).putLong(2).putInt(0).put(png, 33, png.length - 33)
                .array();
        assertThat(StillPicture.of(animated)).isEmpty();
    }
}
