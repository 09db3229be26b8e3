package io.wattflow.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderTreeTest {
  private final Path temporary;
  private final Path folder;

  FolderTreeTest(@TempDir Path temporary) {
    this.temporary = temporary;
    this.folder = temporary.resolve("folder");
  }

  @Test
  void everythingInItGoesToo() throws IOException {
    Files.createDirectories(folder.resolve("a/b"));
    Files.createDirectories(folder.resolve("empty"));
    Files.writeString(folder.resolve("a/b/file"), "x");
    Files.writeString(folder.resolve("file"), "x");

    FolderTree.delete(folder);

    assertThat(temporary).isEmptyDirectory();
  }

  @Test
  void oneThatIsNotThereIsNoError() throws IOException {
    FolderTree.delete(folder);

    assertThat(folder).doesNotExist();
  }

  @Test
  void linksAreDeletedAndNotFollowed() throws IOException {
    Path elsewhere = Files.createDirectories(temporary.resolve("elsewhere"));
    Path kept = Files.writeString(elsewhere.resolve("kept"), "x");
    Files.createDirectories(folder);
    Files.createSymbolicLink(folder.resolve("to a folder"), elsewhere);
    Files.createSymbolicLink(folder.resolve("to a file"), kept);
    Files.createSymbolicLink(folder.resolve("to nothing"), temporary.resolve("nothing"));

    FolderTree.delete(folder);

    assertThat(folder).doesNotExist();
    assertThat(kept).hasContent("x");
  }

  @Test
  void aLinkInItsPlaceIsDeletedToo() throws IOException {
    Path elsewhere = Files.createDirectories(temporary.resolve("elsewhere"));
    Files.createSymbolicLink(folder, elsewhere);

    FolderTree.delete(folder);

    assertThat(Files.exists(folder, LinkOption.NOFOLLOW_LINKS)).isFalse();
    assertThat(elsewhere).isEmptyDirectory();
  }
}
