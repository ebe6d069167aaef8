# SPDX-License-Identifier: Apache-2.0
# Folders that all may enter, whatever the umask of who packs.
execute_process(COMMAND chmod -R u=rwX,go=rX ${CPACK_TEMPORARY_DIRECTORY} COMMAND_ERROR_IS_FATAL ANY)
